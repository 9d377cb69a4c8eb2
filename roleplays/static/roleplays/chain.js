// The device's chain of events: each names the hash of the one before. The server's half is roleplays/chain.py.
import { sha256 } from "./sha256.js"

// The event with its place after `head`, {device, sequence, hash}.
export function linked(event, head) {
  const link = { ...event, device: head.device, sequence: head.sequence + 1, previous: head.hash }
  link.text_digest = link.text ? sha256(`${link.key}\n${link.text}`) : ""
  return { ...link, hash: hashOf(link) }
}

export function hashOf(link) {
  const { sheet, device, sequence, clock, key, kind, item, value, text_digest, undoes, device_ms, previous } = link
  return sha256(
    JSON.stringify([
      sheet, device, sequence, clock, key, kind, item, value, text_digest, undoes, device_ms, previous,
    ]),
  )
}

// crypto.randomUUID exists only over HTTPS.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
