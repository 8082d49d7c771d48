import { fstatSync, readFileSync } from 'node:fs'

/** Whether a descriptor is a listening socket: that is how a FastCGI process manager hands over descriptor 0 (FastCGI §2.2). */
export function isListeningSocket(fd: number): boolean {
  const inode = socketInode(fd)
  if (inode === undefined) return false
  if (process.platform !== 'linux') return true
  return listensInUnixTable(inode) || listensInTcpTable('/proc/net/tcp', inode) || listensInTcpTable('/proc/net/tcp6', inode)
}

function socketInode(fd: number): string | undefined {
  try {
    const stat = fstatSync(fd)
    return stat.isSocket() ? String(stat.ino) : undefined
  } catch {
    // closed: EBADF
    return undefined
  }
}

// Num RefCount Protocol Flags Type St Inode Path; flag 0x10000 is SO_ACCEPTCON
function listensInUnixTable(inode: string): boolean {
  return rowsOf('/proc/net/unix').some((row) => row[6] === inode && (Number.parseInt(row[3] ?? '', 16) & 0x10000) !== 0)
}

// sl local remote st … the tenth column is the inode; state 0A is LISTEN
function listensInTcpTable(path: string, inode: string): boolean {
  return rowsOf(path).some((row) => row[9] === inode && row[3] === '0A')
}

function rowsOf(path: string): string[][] {
  try {
    return readFileSync(path, 'latin1')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
  } catch {
    // no IPv6, or no /proc in this container
    return []
  }
}
