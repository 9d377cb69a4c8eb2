// What the device keeps in IndexedDB: sheets that can be opened without a network, events, and the end of each chain.
// Events belong to a person and a sheet, their `owner`; nobody else's screen reads or sends them.
const NAME = "role-plays"
const HOLDER = "role-plays-holder"

export const ownerOf = (person, sheet) => `${person}:${sheet}`

// Whose sheets lie on the device. It is asked on every page, so it is not in the database.
export const holder = () => read(() => localStorage.getItem(HOLDER)) ?? ""
export const setHolder = (person) => read(() => localStorage.setItem(HOLDER, person))

// Takes sheets off the device with their events; not what waits to be sent.
export async function putAway(store, sessions) {
  const events = (await store.everything()).filter((event) => sessions.includes(event.session))
  await store.remove(sessions, keysOf(events.filter((event) => event.state !== "waiting")))
}

export const keysOf = (events) => events.map((event) => event.key)

export async function openStore() {
  try {
    return lasting(await open())
  } catch {
    return passing()
  }
}

function lasting(db) {
  db.onversionchange = () => db.close() // a newer page must not wait for an older one
  const all = (name, owner) => asked(db.transaction(name).objectStore(name).index("owner").getAll(owner))

  // Everything is asked for at once and committed, so that closing the tab in the next moment changes nothing.
  function write(names, change) {
    const transaction = db.transaction(names, "readwrite")
    change(...names.map((name) => transaction.objectStore(name)))
    transaction.commit?.()
    return done(transaction)
  }

  return {
    lasts: true,
    eventsOf: (owner) => all("events", owner),
    headOf: (owner) => asked(db.transaction("chains").objectStore("chains").get(owner)),
    sheets: () => asked(db.transaction("sheets").objectStore("sheets").getAll()),
    everything: () => asked(db.transaction("events").objectStore("events").getAll()),
    picturesOf: (owner) => all("pictures", owner),
    keepPicture: (picture) => write(["pictures"], (pictures) => pictures.put(picture)),
    dropPicture: (key) => write(["pictures"], (pictures) => pictures.delete(key)),
    append: (event, head) => write(["events", "chains"], (events, chains) => [events.put(event), chains.put(head)]),
    settle: (found) => write(["events"], (events) => found.forEach((event) => events.put(event))),
    save: (sheet) => write(["sheets"], (sheets) => sheets.put(sheet)),
    remove: (sessions, keys) =>
      write(["sheets", "events"], (sheets, events) => {
        sessions.forEach((session) => sheets.delete(session))
        keys.forEach((key) => events.delete(key))
      }),
  }
}

// A browser without storage still sends; it only cannot survive being closed.
function passing() {
  const none = async () => []
  const nothing = async () => undefined
  return {
    lasts: false, eventsOf: none, headOf: nothing, sheets: none, everything: none,
    picturesOf: none, keepPicture: nothing, dropPicture: nothing,
    append: nothing, settle: nothing, save: nothing, remove: nothing,
  }
}

function open() {
  const request = indexedDB.open(NAME, 2)
  request.onupgradeneeded = ({ oldVersion }) => {
    const db = request.result
    if (oldVersion < 1) {
      db.createObjectStore("sheets", { keyPath: "session" })
      db.createObjectStore("chains", { keyPath: "owner" })
      db.createObjectStore("events", { keyPath: "key" }).createIndex("owner", "owner")
    }
    if (oldVersion < 2) db.createObjectStore("pictures", { keyPath: "key" }).createIndex("owner", "owner")
  }
  return asked(request)
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error("blocked"))
  })
}

function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

function read(run) {
  try {
    return run()
  } catch {
    return null
  }
}
