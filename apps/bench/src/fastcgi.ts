import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBeginRequest, encodeParams, encodeRecord, encodeStream, recordType, role } from '@gangway/wire'
import { pin, startContender } from './contender.ts'
import type { Report } from './report.ts'
import { sideBySide, type Row } from './side-by-side.ts'

const method = { connections: 32, rounds: 5, milliseconds: 1500 }

/** FastCGI: the records themselves, and behind nginx with and without keep-alive, beside node:http behind the same nginx. */
export async function fastcgi(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gangway-bench-'))
  chmodSync(folder, 0o755)
  const rows: Row[] = [
    { name: 'a bare loop over records (the floor)', contender: await startContender('fastcgi-floor', [join(folder, 'floor.sock')]) },
    { name: 'Gangway', contender: await startContender('fastcgi-gangway', [join(folder, 'gangway.sock')]) },
  ]
  const proxied: Row = { name: 'node:http, proxy_pass', contender: await startContender('http-floor-socket', [join(folder, 'http.sock')]) }
  try {
    report.add('FastCGI hello, records on kept connections, 32 connections', await sideBySide(rows, { ...method, request: records() }))
    await behindNginx(report, folder, rows, proxied)
  } finally {
    for (const { contender } of [...rows, proxied]) await contender.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function behindNginx(report: Report, folder: string, rows: readonly Row[], proxied: Row): Promise<void> {
  if (spawnSync('nginx', ['-v'], { stdio: 'ignore' }).error) {
    console.log('\nFastCGI behind nginx: left out, nginx is not installed (Debian: apt-get install nginx-light)')
    return
  }
  const request = Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n')
  for (const keepAlive of [true, false]) {
    const ports = await freePorts(rows.length + 1)
    const nginx = startNginx(folder, configuration(folder, ports, keepAlive))
    try {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const through = [...rows, ...(keepAlive ? [proxied] : [])].map((row, index) => ({ ...row, through: ports[index] ?? 0 }))
      const how = keepAlive ? 'keep-alive' : 'a connection per request'
      report.add(`FastCGI hello behind nginx, ${how}, 32 connections`, await sideBySide(through, { ...method, request }))
    } finally {
      nginx.kill()
    }
  }
}

function startNginx(folder: string, text: string): ChildProcess {
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, text)
  const nginx = spawn('nginx', ['-c', file, '-e', join(folder, 'error.log')], { stdio: 'inherit' })
  pin(nginx.pid, 1)
  return nginx
}

function configuration(folder: string, [floor, gangway, proxied]: readonly number[], keepAlive: boolean): string {
  const temporary = ['client_body', 'fastcgi', 'proxy', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')
  const keep = keepAlive ? 'keepalive 32;' : ''
  const fastcgiServer = (port: number | undefined, name: string) => `
  upstream ${name} { server unix:${folder}/${name}.sock; ${keep} }
  server { listen 127.0.0.1:${port}; location / { ${params()} fastcgi_pass ${name}; fastcgi_keep_conn ${keepAlive ? 'on' : 'off'}; } }`
  return `worker_processes 1; daemon off; pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off; ${temporary} keepalive_requests 100000000;
  ${fastcgiServer(floor, 'floor')}
  ${fastcgiServer(gangway, 'gangway')}
  upstream http { server unix:${folder}/http.sock; ${keep} }
  server { listen 127.0.0.1:${proxied}; location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://http; } }
}
`
}

const variables = {
  QUERY_STRING: '$query_string',
  REQUEST_METHOD: '$request_method',
  CONTENT_TYPE: '$content_type',
  CONTENT_LENGTH: '$content_length',
  SCRIPT_NAME: '$fastcgi_script_name',
  REQUEST_URI: '$request_uri',
  DOCUMENT_URI: '$document_uri',
  DOCUMENT_ROOT: '$document_root',
  SERVER_PROTOCOL: '$server_protocol',
  REQUEST_SCHEME: '$scheme',
  GATEWAY_INTERFACE: 'CGI/1.1',
  SERVER_SOFTWARE: 'nginx/$nginx_version',
  REMOTE_ADDR: '$remote_addr',
  REMOTE_PORT: '$remote_port',
  SERVER_ADDR: '$server_addr',
  SERVER_PORT: '$server_port',
  SERVER_NAME: '$server_name',
}

function params(): string {
  return Object.entries(variables)
    .map(([name, value]) => `fastcgi_param ${name} ${value};`)
    .join(' ')
}

// What nginx sends for a GET of `/`, with the lengths of its own variables.
function records(): Buffer {
  const given = {
    ...variables,
    QUERY_STRING: '',
    REQUEST_METHOD: 'GET',
    CONTENT_TYPE: '',
    CONTENT_LENGTH: '',
    SCRIPT_NAME: '/',
    REQUEST_URI: '/',
    DOCUMENT_URI: '/',
    SERVER_PORT: '80',
    SERVER_NAME: 'example.org',
    HTTP_HOST: 'example.org',
    HTTP_ACCEPT: '*/*',
    HTTP_USER_AGENT: 'bench',
  }
  const pairs = encodeParams(Object.entries(given).flat())
  return Buffer.concat([
    encodeBeginRequest(1, { role: role.responder, keepConnection: true }),
    encodeStream(recordType.params, 1, pairs),
    encodeRecord(recordType.params, 1),
    encodeRecord(recordType.stdin, 1),
  ])
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address()
      await new Promise((resolve) => server.close(resolve))
      return typeof address === 'object' && address ? address.port : 0
    }),
  )
}
