import type { Client } from './client.ts'

/** Asks this origin over HTTP/1.1. */
export function httpClient(origin: string): Client {
  return async (method, path, init = {}) => {
    const response = await fetch(origin + path, { method, redirect: 'manual', ...init })
    return { status: response.status, fields: Object.fromEntries(response.headers), body: await response.text() }
  }
}
