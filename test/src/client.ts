/** What came back for one request. */
export interface Answer {
  status: number
  /** Names in lower case; of those that do not come from the application, none but what the web server adds. */
  fields: Record<string, string>
  body: string
}

/** What a request has beside its method and path. */
export interface RequestInit {
  headers?: Record<string, string>
  body?: string
}

/** Sends one request, follows no redirect, and resolves to all of the answer. */
export type Client = (method: string, path: string, init?: RequestInit) => Promise<Answer>
