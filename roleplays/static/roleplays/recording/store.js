// What the device keeps of recordings until the server has it, in IndexedDB: of each what it is, and its pieces by their
// place. They belong to a person; nobody else's page reads or sends them.
const NAME = "role-play-recordings"
const PIECES_AT_ONCE = 64

export async function openStore() {
  try {
    return lasting(await open())
  } catch {
    return passing()
  }
}

function lasting(db) {
  const store = (name) => db.transaction(name).objectStore(name)
  const of = (key, from = 0) => IDBKeyRange.bound([key, from], [key, Infinity])

  function write(change) {
    const transaction = db.transaction(["recordings", "pieces"], "readwrite")
    change(transaction.objectStore("recordings"), transaction.objectStore("pieces"))
    transaction.commit?.()
    return new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onerror = transaction.onabort = () => reject(transaction.error)
    })
  }

  return {
    lasts: true,
    all: () => asked(store("recordings").getAll()),
    get: (key) => asked(store("recordings").get(key)),
    pieces: (key) => asked(store("pieces").getAll(of(key), PIECES_AT_ONCE)),
    save: (recording) => write((recordings) => recordings.put(recording)),
    add: (recording, piece) =>
      write((recordings, pieces) => {
        recordings.put(recording)
        pieces.put(piece)
      }),
    drop: (found) => write((_, pieces) => found.forEach((piece) => pieces.delete([piece.key, piece.offset]))),
    remove: (key) =>
      write((recordings, pieces) => {
        recordings.delete(key)
        pieces.delete(of(key))
      }),
  }
}

// A browser without storage, or one that keeps no files: what is recorded lasts as long as the page.
export function passing() {
  const recordings = new Map()
  let pieces = []
  return {
    lasts: false,
    all: async () => [...recordings.values()],
    get: async (key) => recordings.get(key),
    pieces: async (key) => pieces.filter((piece) => piece.key === key).slice(0, PIECES_AT_ONCE),
    save: async (recording) => void recordings.set(recording.key, recording),
    add: async (recording, piece) => {
      recordings.set(recording.key, recording)
      pieces.push(piece)
    },
    drop: async (found) => {
      pieces = pieces.filter((piece) => !found.includes(piece))
    },
    remove: async (key) => {
      recordings.delete(key)
      pieces = pieces.filter((piece) => piece.key !== key)
    },
  }
}

function open() {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore("recordings", { keyPath: "key" })
    request.result.createObjectStore("pieces", { keyPath: ["key", "offset"] })
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
