import type { Configuration } from '../web-server.ts'
import { nginxAuthorizer } from './nginx-authorizer.ts'
import { text } from './text.ts'

export interface NginxFastcgiOptions {
  /** Where the application listens: `127.0.0.1:9000` or `unix:/run/app.sock`. */
  backend: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
  /** Idle connections that each worker process keeps to the application; `0` opens one per request. Default: `8`. */
  keepAlive?: number
  /** Whether nginx receives all of a request's body before it calls the application. Default: `true`. */
  requestBuffering?: boolean
  /** Whether nginx collects the response, so that a slow client does not hold the application. Default: `true`. */
  responseBuffering?: boolean
  /** Where the HTTP application listens that decides who may reach this one: `127.0.0.1:9001` or `unix:/run/authorizer.sock`. Default: everybody may. */
  authorizer?: string
}

/** nginx in front of a FastCGI application. */
export function nginxFastcgi(options: NginxFastcgiOptions): Configuration {
  const { backend, mount = '', keepAlive = 8, requestBuffering = true, responseBuffering = true } = options
  const authorizer = options.authorizer === undefined ? undefined : nginxAuthorizer(options.authorizer)
  return ({ listen, name, tls }) => text`# $host has no port, and the Host header may contradict an absolute request target
map $http_host $gangway_port {
    ~(:[0-9]+)$ $1;
}

upstream gangway {
    server ${backend};
    keepalive ${keepAlive > 0 && keepAlive};
}
${authorizer?.upstream}

server {
    listen ${listen}${tls ? ' ssl' : ''};
    server_name ${name};
    ssl_protocols ${tls && 'TLSv1.2 TLSv1.3'};
    ssl_certificate ${tls?.certificate};
    ssl_certificate_key ${tls?.key};
    client_max_body_size 1100m;

    location ${mount === '' ? '/' : `~ ^${mount}(/|$)`} {
${authorizer?.ask}
        fastcgi_pass gangway;
        fastcgi_keep_conn ${keepAlive > 0 && 'on'};
        fastcgi_request_buffering ${!requestBuffering && 'off'};
        fastcgi_buffering ${!responseBuffering && 'off'};
        # room for a response head with large cookies
        fastcgi_buffer_size 16k;
        fastcgi_buffers 8 16k;

        fastcgi_split_path_info (?s)^(${mount})(.*)$;
        fastcgi_param SCRIPT_NAME $fastcgi_script_name;
        fastcgi_param PATH_INFO $fastcgi_path_info;
        fastcgi_param QUERY_STRING $query_string;
        fastcgi_param REQUEST_METHOD $request_method;
        fastcgi_param REQUEST_URI $request_uri;
        fastcgi_param REQUEST_SCHEME $scheme;
        fastcgi_param HTTPS $https if_not_empty;
        fastcgi_param SSL_PROTOCOL $ssl_protocol if_not_empty;
        fastcgi_param SSL_CIPHER $ssl_cipher if_not_empty;
        fastcgi_param SSL_TLS_SNI $ssl_server_name if_not_empty;
        fastcgi_param CONTENT_TYPE $content_type;
        fastcgi_param CONTENT_LENGTH $content_length;
        fastcgi_param REMOTE_ADDR $remote_addr;
        fastcgi_param REMOTE_PORT $remote_port;
        fastcgi_param SERVER_ADDR $server_addr;
        fastcgi_param SERVER_PORT $server_port;
        fastcgi_param SERVER_NAME $server_name;
        fastcgi_param SERVER_PROTOCOL $server_protocol;
        fastcgi_param SERVER_SOFTWARE nginx/$nginx_version;
        fastcgi_param GATEWAY_INTERFACE CGI/1.1;
        fastcgi_param HTTP_HOST $host$gangway_port;
        # a client's Proxy header must not pass for the variable of that name
        fastcgi_param HTTP_PROXY "" if_not_empty;
    }
${authorizer?.location}
}
`
}
