import { WireError, type WireErrorCode } from './wire-error.ts'

describe('WireError', () => {
  test.each<[WireErrorCode, number]>([
    ['ERR_BAD_RECORD', 400],
    ['ERR_BAD_PARAMS', 400],
    ['ERR_PARAMS_TOO_LARGE', 431],
    ['ERR_BAD_HEAD', 502],
    ['ERR_HEAD_TOO_LARGE', 502],
  ])('gives %s the status %d', (code, status) => {
    const error = new WireError(code, 'found this, expected that')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'WireError', code, status, message: 'wire: found this, expected that' })
  })
})
