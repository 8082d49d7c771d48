import { GatewayError } from '@gangway/gateway'

/** What an error of node:http's parser or of the socket says of the client: that it left, sent more after its last request, or sent no HTTP. */
export function parseFault(error: Error): GatewayError | 'left' | 'surplus' {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new GatewayError('ERR_HEADER_TOO_LARGE', 'http: the head of a request is too large')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new GatewayError('ERR_BODY_TOO_LARGE', 'http: the chunk extensions of a request body are too large')
    case 'HPE_CLOSED_CONNECTION':
      return 'surplus'
    case 'HPE_INVALID_EOF_STATE':
      return 'left'
  }
  return code.startsWith('HPE_') ? new GatewayError('ERR_BAD_REQUEST', `http: not a valid request: ${error.message}`) : 'left'
}
