import { GatewayError } from './gateway-error.ts'

describe('GatewayError', () => {
  it('has the status of its code, unless told otherwise', () => {
    const error = new GatewayError('ERR_BODY_TOO_LARGE', 'gateway: too large')
    expect([error.name, error.code, error.status, error.message, error instanceof Error]).toEqual([
      'GatewayError',
      'ERR_BODY_TOO_LARGE',
      413,
      'gateway: too large',
      true,
    ])
    expect(new GatewayError('ERR_TIMEOUT', 'x', { status: 504 }).status).toBe(504)
  })

  it('keeps its cause', () => {
    expect(new GatewayError('ERR_CLOSED', 'x', { cause: 5 }).cause).toBe(5)
    expect('cause' in new GatewayError('ERR_CLOSED', 'x')).toBe(false)
  })
})
