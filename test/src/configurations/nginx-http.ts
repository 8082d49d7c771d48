import type { Configuration } from '../web-server.ts'
import { text } from './text.ts'

export interface NginxHttpOptions {
  /** Where the application listens: `127.0.0.1:3000` or `unix:/run/app.sock`. */
  backend: string
}

/** nginx in front of an HTTP application. */
export function nginxHttp({ backend }: NginxHttpOptions): Configuration {
  return ({ listen, name, tls }) => text`# $host has no port, and the Host header may contradict an absolute request target
map $http_host $gangway_port {
    ~(:[0-9]+)$ $1;
}

map $http_upgrade $gangway_connection {
    default upgrade;
    '' '';
}

upstream gangway {
    server ${backend};
    keepalive 8;
}

server {
    listen ${listen}${tls ? ' ssl' : ''};
    server_name ${name};
    ssl_protocols ${tls && 'TLSv1.2 TLSv1.3'};
    ssl_certificate ${tls?.certificate};
    ssl_certificate_key ${tls?.key};
    client_max_body_size 1100m;

    location / {
        proxy_http_version 1.1;
        proxy_set_header Host $host$gangway_port;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $gangway_connection;
        proxy_buffer_size 16k;
        proxy_buffers 8 16k;
        proxy_pass http://gangway;
    }
}
`
}
