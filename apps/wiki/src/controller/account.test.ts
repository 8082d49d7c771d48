import { beginRegistration, mostRegistrations } from '../model/registrations.ts'
import { adminPassword, testWiki } from '../../test/test-wiki.ts'

const wiki = testWiki()
const password = 'a password of Ann'.replace('Ann', 'mine')

describe('accounts', () => {
  it('are made, entered and left', async () => {
    const ann = wiki().visitor()
    expect((await ann.post('/register', { username: ' Ann ', password, again: password })).location).toBe('/account')
    expect((await ann.get('/')).body).toContain('<bdi>Ann</bdi>')
    expect((await ann.post('/logout')).location).toBe('/')
    expect((await ann.get('/account')).status).toBe(403)
    expect((await ann.logIn('ANN', password, { 'return-to': '/page/Gateways' })).location).toBe('/page/Gateways')
    expect((await ann.get('/account')).status).toBe(200)
  })

  it.each([
    [{ username: 'admin', password, again: password }, 'This name is taken.'],
    [{ username: '', password, again: password }, 'A name begins'],
    [{ username: '<b>', password, again: password }, 'A name begins'],
    [{ username: 'x'.repeat(41), password, again: password }, 'A name has at most'],
    [{ username: 'Bob', password: 'short', again: 'short' }, 'A password has at least 10'],
    [{ username: 'Bob', password, again: `${password}!` }, 'are not the same'],
    [{ username: 'Bob', password: 'my name is bob', again: 'my name is bob' }, 'does not contain the name'],
  ])('are not made of %j', async (fields, problem) => {
    const { status, body } = await wiki().visitor().post('/register', fields)
    expect(status).toBe(422)
    expect(body).toContain(problem)
    expect(body).not.toContain(password)
  })

  it('are not made in any number', async () => {
    // That of a visitor whose address nobody knows.
    const address = ''
    for (let count = 0; count < mostRegistrations; count++) await beginRegistration(wiki().database, address)
    const { status, headers, body } = await wiki().visitor().post('/register', { username: 'Many', password, again: password })
    expect([status, Number(headers.get('retry-after')) > 3500]).toEqual([429, true])
    expect(body).toContain('There were too many new accounts.')
    await wiki().database.query.deleteFrom('attempts').execute()
    expect((await wiki().visitor().post('/register', { username: 'Many', password, again: password })).status).toBe(303)
  })

  it('are remembered only by those browsers that shall', async () => {
    const browser = wiki().visitor()
    await browser.logIn('admin', adminPassword)
    expect(browser.lastCookie).not.toMatch(/max-age|expires/i)
    await browser.logIn('admin', adminPassword, { remember: 'on' })
    expect(browser.lastCookie).toMatch(/max-age|expires/i)
  })

  it.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])('send nobody to %s', async (address) => {
    expect((await wiki().visitor().logIn('admin', adminPassword, { 'return-to': address })).location).toBe('/')
  })

  it('change their password, and end their other sessions by it', async () => {
    const [here, there] = [await wiki().member('Dora', 'reader'), wiki().visitor()]
    await there.logIn('Dora', 'the password for readers')
    const change = { old: 'the password for readers', password: 'another password', again: 'another password' }
    expect((await here.post('/account/password', { ...change, old: 'wrong' })).status).toBe(422)
    expect((await here.post('/account/password', change)).status).toBe(303)
    expect((await there.get('/account')).status).toBe(403)
    const { status, body } = await here.get('/account')
    expect(status).toBe(200)
    expect(body.match(/Logged in on/g)).toHaveLength(1)
    expect((await there.logIn('Dora', 'the password for readers')).status).toBe(422)
    expect((await there.logIn('Dora', 'another password')).status).toBe(303)
  })

  it('see their sessions, and end one or all others', async () => {
    const [here, phone, library] = [await wiki().member('Finn', 'reader'), wiki().visitor(), wiki().visitor()]
    await phone.post(
      '/login',
      { username: 'Finn', password: 'the password for readers' },
      { 'user-agent': 'Mozilla/5.0 (Android 16) Firefox/150.0' },
    )
    await library.logIn('Finn', 'the password for readers')
    const { body } = await here.get('/account')
    expect(body).toContain('Firefox on Android')
    expect(body.match(/Logged in on/g)).toHaveLength(3)
    const [, end = ''] = /Firefox on Android[^]*?name="end" value="([^"]+)"/.exec(body) ?? []
    expect((await here.post('/account/sessions', { end })).status).toBe(303)
    expect((await phone.get('/account')).status).toBe(403)
    expect((await library.get('/account')).status).toBe(200)
    await here.post('/account/sessions', { end: 'others' })
    expect((await library.get('/account')).status).toBe(403)
    expect((await here.get('/account')).status).toBe(200)
  })

  it('do not end the sessions of others', async () => {
    const [eve, admin] = [await wiki().member('Eve', 'reader'), await wiki().admin()]
    const [, end = ''] = /name="end" value="([^"]+)"/.exec((await (await wiki().admin()).get('/account')).body) ?? []
    expect(end).not.toBe('')
    await eve.post('/account/sessions', { end })
    expect((await admin.get('/account')).status).toBe(200)
  })

  it('are locked after ten wrong passwords, for all processes', async () => {
    await wiki().member('Lou', 'reader')
    for (let tries = 0; tries < 10; tries++) expect((await wiki().visitor().logIn('Lou', 'wrong')).status).toBe(422)
    const { status, body, headers } = await wiki().visitor().logIn('lou', 'the password for readers')
    expect(status).toBe(429)
    expect(body).toContain('Try again in 15 minutes.')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(800)
  })
})
