// Sends one recording as far as the device has it: asks where the server is, and brings the next bytes until there are
// none. Whatever goes wrong, the next call asks again and goes on from there.
import { token } from "../sending.js"
import { digestOf } from "./digest.js"

const PATIENCE = 30000
const MOST = 1024 * 1024
// A recording that still runs is sent in pieces that are worth a request.
const LEAST = 64 * 1024
const LONGEST_PAUSE = 8000
const HEAD = 1024
const sentAt = new Map()

// {offset}, {whole: true}, {gone: words}, {refused: words}, or {trouble}: "network", "signed-out", "lost"; with `words`
// where the server said why.
export async function send(store, recording, isOver, heard) {
  let answer = await call(`${recording.url}bytes/`)
  for (;;) {
    if (answer.trouble || answer.gone || answer.refused || answer.whole) return answer
    const { offset } = answer
    const bytes = await read(store, recording, offset)
    if (bytes === null) return { offset, trouble: "lost" }
    if (!bytes.length) return isOver ? finish(recording, offset) : { offset }
    if (!isOver && !isWorthIt(recording, offset, bytes)) return { offset }
    sentAt.set(recording.key, Date.now())
    answer = await call(`${recording.url}bytes/`, {
      method: "PUT",
      body: bytes,
      headers: { "Upload-Offset": String(offset), "Content-Digest": `sha-256=:${await digestOf(bytes)}:` },
    })
    if (answer.offset !== undefined) heard(answer.offset)
  }
}

// The first piece has to be long enough to be known for what it is.
function isWorthIt({ key }, offset, { length }) {
  if (offset === 0 && length < HEAD) return false
  return length >= LEAST || Date.now() - (sentAt.get(key) ?? 0) >= LONGEST_PAUSE
}

export async function start(url, fields) {
  return call(url, { method: "POST", body: new URLSearchParams(fields) })
}

export const tell = (recording, state) =>
  call(`${recording.url}state/`, { method: "POST", body: new URLSearchParams({ state }) })

export const discard = (recording) => call(`${recording.url}discard/`, { method: "POST" })

const finish = async (recording, offset) => {
  const fields = { length: offset, ...(recording.milliseconds ? { milliseconds: recording.milliseconds } : {}) }
  return { offset, ...(await call(`${recording.url}finish/`, { method: "POST", body: new URLSearchParams(fields) })) }
}

// The next bytes; an empty array where there are no more, null where the device has lost what comes next.
async function read(store, recording, offset) {
  if (recording.file) return new Uint8Array(await recording.file.slice(offset, offset + MOST).arrayBuffer())
  const pieces = await store.pieces(recording.key)
  const behind = pieces.filter((piece) => piece.offset + piece.bytes.byteLength <= offset)
  if (behind.length) await store.drop(behind)
  const ahead = behind.length ? await store.pieces(recording.key) : pieces
  if (!ahead.length) return offset === recording.size ? new Uint8Array() : null
  if (ahead[0].offset > offset) return null
  return joined(ahead, offset)
}

function joined(pieces, offset) {
  const last = pieces.at(-1)
  const bytes = new Uint8Array(Math.min(MOST, last.offset + last.bytes.byteLength - offset))
  let filled = 0
  for (const piece of pieces) {
    const part = new Uint8Array(piece.bytes).subarray(Math.max(0, offset - piece.offset)).subarray(0, bytes.length - filled)
    bytes.set(part, filled)
    filled += part.length
  }
  return bytes
}

async function call(url, options = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": token(), ...options.headers }
  try {
    const response = await fetch(url, { ...options, headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) })
    return await understood(response)
  } catch {
    return { trouble: "network" }
  }
}

async function understood(response) {
  if (response.type === "opaqueredirect") return { trouble: "signed-out" }
  if (response.status === 204) return {}
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  const words = body.problem
  // A place that is out of order comes with the right one; a piece that was damaged is sent again.
  if (response.status === 409 && body.offset !== undefined) return { offset: body.offset }
  if (response.status === 403) return body.lacking ? { trouble: "lacking", words } : { trouble: "signed-out" }
  if (response.status === 410 || response.status === 404) return { gone: words ?? "" }
  if ([400, 409, 413, 415, 507].includes(response.status) && !body.digest) return { refused: words ?? "" }
  return { trouble: "network", words }
}
