import type { Site } from '../web-server.ts'
import { text } from './text.ts'

/** A virtual host of Apache with these directives. */
export function virtualHost({ listen, name, tls }: Site, directives: string): string {
  return text`<VirtualHost ${listen}>
    ServerName ${name}
    SSLEngine ${tls && 'on'}
    SSLCertificateFile "${tls?.certificate}"
    SSLCertificateKeyFile "${tls?.key}"
    SSLOptions ${tls && '+StdEnvVars'}
    AllowEncodedSlashes NoDecode
${directives}
</VirtualHost>
`
}
