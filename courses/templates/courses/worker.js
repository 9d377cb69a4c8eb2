// Opens screens without a network. It keeps files and an empty screen; what was given there, the page itself keeps.
const { name, version, files, shell } = {{ kept|safe }}
// Each language has a worker of its own, and they share one store of caches.
const OWN = `${name} ${new URL(self.registration.scope).pathname} `
const CACHE = OWN + version
const PATIENCE = 5000
const HAS_DIGEST = /\.[0-9a-f]{12}\./

self.addEventListener("install", (event) => event.waitUntil(fill()))
self.addEventListener("activate", (event) => event.waitUntil(takeOver()))
self.addEventListener("fetch", (event) => {
  const { request } = event
  if (request.mode === "navigate") event.respondWith(page(request))
  else if (request.method === "GET" && files.includes(new URL(request.url).pathname)) event.respondWith(file(request))
})

async function fill() {
  const cache = await caches.open(CACHE)
  // Without cookies, so that nobody's name is on the empty screen.
  await cache.addAll([shell, ...files].map((url) => new Request(url, { credentials: "omit", cache: "reload" })))
  await self.skipWaiting()
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) })
  } catch {
    return kept(shell)
  }
}

// A name with a digest never means anything else; other names may have changed.
async function file(request) {
  if (HAS_DIGEST.test(request.url)) return (await kept(request)) ?? fetch(request)
  try {
    return await fetch(request)
  } catch {
    return (await kept(request)) ?? Response.error()
  }
}

const kept = async (request) => (await caches.open(CACHE)).match(request, { ignoreVary: true })
