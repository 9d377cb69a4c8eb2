// SHA-256 of bytes in Base64, as the head `Content-Digest` has it.
import { sha256OfBytes } from "../sha256.js"

export async function digestOf(bytes) {
  // The browser's own is there over HTTPS only, which a workshop's server may not have.
  const digest = globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : own(bytes)
  return btoa(String.fromCharCode(...digest))
}

const own = (bytes) => Uint8Array.from(sha256OfBytes(bytes).match(/../g), (pair) => parseInt(pair, 16))
