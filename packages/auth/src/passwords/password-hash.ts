/** The hash of a password, as it was read. */
export interface PasswordHash {
  /** What it takes to check a password against it: hashes with the same cost take the same time. */
  readonly cost: string
  /** Whether the password is the one; of one that the format cannot hold it is false, after the same work. */
  matches(password: Uint8Array): Promise<boolean>
}
