export { encodeCgiHead, encodeNphHead, type ResponseHead } from './cgi-head.ts'
export { CgiHeadParser, type CgiHead, type CgiHeadLimits } from './cgi-head-parser.ts'
export { fieldsFromVariables, pairsFromVariables, variablesFromFields, variablesFromPairs } from './cgi-variables.ts'
export type { Variables, VariablesOptions } from './cgi-variables.ts'
export { ParamsDecoder, decodeParams, encodeParams, type ParamsLimits } from './fastcgi-params.ts'
export { decodeBeginRequest, decodeEndRequest, decodeUnknownType } from './fastcgi-record.ts'
export {
  encodeBeginRequest,
  encodeEndRequest,
  encodeRecord,
  encodeRecordHeader,
  encodeStream,
  encodeUnknownType,
} from './fastcgi-record.ts'
export { protocolStatus, recordType, role, type BeginRequest, type EndRequest } from './fastcgi-record.ts'
export { RecordParser, type FastcgiRecord } from './fastcgi-record-parser.ts'
export { encodeWholeResponse } from './fastcgi-response.ts'
export { isFieldValue, isToken } from './http-field.ts'
export { WireError, type WireErrorCode } from './wire-error.ts'
