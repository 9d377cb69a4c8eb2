// SHA-256 (FIPS 180-4) of a text or of bytes, in hexadecimal digits. The browser's own is only there over HTTPS, which a workshop's
// server may not have, and answers later, when the tab may have been closed.
const ROUND = constants(64, 3)
const START = constants(8, 2)

export const sha256 = (text) => sha256OfBytes(new TextEncoder().encode(text))

export function sha256OfBytes(bytes) {
  const words = padded(bytes)
  const state = START.slice()
  for (let from = 0; from < words.length; from += 16) mix(state, words.subarray(from, from + 16))
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("")
}

function mix(state, block) {
  const [w, work] = [schedule(block), state.slice()]
  for (let round = 0; round < 64; round += 1) {
    const [a, b, c, , e, f, g, h] = work
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[round] + w[round]
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    work.copyWithin(1, 0, 7)
    work[4] += one
    work[0] = one + two
  }
  work.forEach((word, place) => {
    state[place] += word
  })
}

function schedule(block) {
  const w = new Uint32Array(64)
  w.set(block)
  for (let i = 16; i < 64; i += 1) {
    const [x, y] = [w[i - 15], w[i - 2]]
    w[i] = w[i - 16] + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + w[i - 7] + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10))
  }
  return w
}

function padded(bytes) {
  const words = new Uint32Array(16 * Math.ceil((bytes.length + 9) / 64))
  bytes.forEach((byte, place) => {
    words[place >> 2] |= byte << (24 - 8 * (place % 4))
  })
  words[bytes.length >> 2] |= 0x80 << (24 - 8 * (bytes.length % 4))
  words[words.length - 1] = 8 * bytes.length
  return words
}

// The first 32 bits of the fractional parts of the roots of the first primes.
function constants(count, root) {
  const found = []
  for (let n = 2; found.length < count; n += 1) {
    if (isPrime(n)) found.push(Math.floor((n ** (1 / root) % 1) * 2 ** 32))
  }
  return Uint32Array.from(found)
}

function isPrime(n) {
  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false
  return true
}

const turned = (word, by) => (word >>> by) | (word << (32 - by))
