import { escapeHtml } from '@gangway/gateway'

/** A point of time for the visitor, in UTC. */
export function dateHtml(time: string): string {
  const [, day, month, year, clock] = new Date(time).toUTCString().split(' ')
  return `<time datetime="${escapeHtml(time)}">${Number(day)} ${month} ${year}, ${clock?.slice(0, 5)} UTC</time>`
}

/** A size for the visitor. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB']
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  const value = bytes / 1024 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[power]}`
}
