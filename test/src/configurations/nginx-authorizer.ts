/** The parts of a configuration by which nginx asks an HTTP application who may reach a location. */
export interface NginxAuthorizer {
  /** Beside the servers. */
  readonly upstream: string
  /** In the location. */
  readonly ask: string
  /** In the server. */
  readonly location: string
}

/** nginx asking the application at this address. */
export function nginxAuthorizer(address: string): NginxAuthorizer {
  return {
    upstream: `
upstream gangway_authorizer {
    server ${address};
    keepalive 8;
}`,
    ask: `        auth_request /_authorizer;
        auth_request_set $gangway_user $upstream_http_variable_remote_user;
        fastcgi_param REMOTE_USER $gangway_user if_not_empty;
`,
    location: `
    location = /_authorizer {
        internal;
        proxy_http_version 1.1;
        proxy_method $request_method;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
        proxy_set_header Connection "";
        proxy_set_header Host $host$gangway_port;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        # nginx takes 401 and 403 for an answer, and a redirect to a login page for a failure
        proxy_set_header Sec-Fetch-Mode cors;
        proxy_pass http://gangway_authorizer$request_uri;
    }`,
  }
}
