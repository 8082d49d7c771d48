import { resolve } from 'node:path'
import { configurationFrom } from './configuration.ts'
import { placeOf } from './place.ts'

describe('configurationFrom', () => {
  it('keeps everything in a folder of the wiki, where nothing else is said', () => {
    for (const variables of [
      {},
      { WIKI_DATA: '', DATABASE_URL: '', WIKI_FILES: '', WIKI_ADMIN_PASSWORD: '', WIKI_LOG: '', WIKI_TRUST: '' },
    ]) {
      expect(configurationFrom(variables)).toEqual({
        database: placeOf('data/wiki.sqlite'),
        data: placeOf('data/wiki.sqlite'),
        files: placeOf('data/files'),
        adminPassword: undefined,
        trust: [],
        logFile: undefined,
        development: false,
      })
    }
  })

  it('takes what is said', () => {
    const variables = { WIKI_DATA: 'a/b.sqlite', WIKI_TRUST: '10.0.0.0/8, unix', WIKI_LOG: '/log', NODE_ENV: 'development' }
    expect(configurationFrom(variables)).toMatchObject({
      database: resolve('a/b.sqlite'),
      files: resolve('a/files'),
      trust: ['10.0.0.0/8', 'unix'],
      logFile: '/log',
      development: true,
    })
    expect(configurationFrom({ ...variables, DATABASE_URL: 'postgres://x', WIKI_FILES: '/f' })).toMatchObject({
      database: 'postgres://x',
      files: '/f',
    })
  })
})
