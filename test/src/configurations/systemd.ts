import { text } from './text.ts'

export interface SystemdOptions {
  /** Absolute path of the program, which Node runs. */
  program: string
  /** Absolute path of Node. */
  node: string
  /** Where systemd listens for the program: `127.0.0.1:3000` or `unix:/run/app.sock`. */
  listen: string
  /** Absolute path of the wiki's data file. */
  data: string
}

/** Two unit files of systemd. */
export interface SystemdUnits {
  socket: string
  service: string
}

/** systemd listening for the wiki, which it starts at the first connection; the socket stays while the program is restarted. */
export function systemdUnits({ program, node, listen, data }: SystemdOptions): SystemdUnits {
  const isUnix = listen.startsWith('unix:')
  return {
    socket: text`[Unit]
Description=Socket of the wiki

[Socket]
ListenStream=${listen.replace(/^unix:/, '')}
SocketUser=${isUnix && 'www-data'}
SocketMode=${isUnix && '0660'}

[Install]
WantedBy=sockets.target
`,
    service: `[Unit]
Description=The wiki

[Service]
ExecStart=${word(node)} ${word(program)}
Environment=WIKI_LISTEN=systemd
Environment=WIKI_DATA=${data}
User=www-data
StateDirectory=wiki
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
NoNewPrivileges=yes
`,
  }
}

function word(path: string): string {
  return path.includes(' ') ? `"${path}"` : path
}
