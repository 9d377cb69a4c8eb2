const LONGEST_KEPT = 60 * 24 * 3600 * 1000   // of attempts to which nobody came back

// What has been answered and not been acknowledged yet, kept on the device: for each question the latest answer.
// A name belongs to one person and one attempt, so that nobody else's answers are ever found or sent here.
export function keptAnswers(name) {
  let entries = read(localStorage, name)

  const write = () => {
    if (Object.keys(entries).length) keep(localStorage, name, entries)
    else drop(name)
  }

  return {
    of: (position) => entries[position],
    get count() { return Object.keys(entries).length },
    // The one that has waited longest, as [position, entry].
    first: () => Object.entries(entries).sort(([, one], [, other]) => one.given - other.given)[0],
    put(position, entry) { entries = { ...read(localStorage, name), ...entries, [position]: entry }; write() },
    // Only what was sent goes: what was given meanwhile is still to be sent. Another tab may have written, too.
    settle(position, given) {
      entries = { ...read(localStorage, name), ...entries }
      if (entries[position]?.given <= given) delete entries[position]
      write()
    },
    forget() { entries = {}; drop(name) },
  }
}

// What this tab has sent, so that a question which comes from the device's own paper shows it.
export function sentAnswers(name) {
  const key = `${name}:sent`
  return {
    of: (position) => read(sessionStorage, key)[position]?.fields,
    all: () => Object.entries(read(sessionStorage, key)).map(([position, { fields }]) => [position, fields]),
    put(position, { fields, given }) {
      keep(sessionStorage, key, { ...read(sessionStorage, key), [position]: { fields, given } })
    },
    // A paper that was asked for since has them.
    forgetBefore(moment) {
      const left = Object.entries(read(sessionStorage, key)).filter(([, { given }]) => given >= moment)
      keep(sessionStorage, key, Object.fromEntries(left))
    },
  }
}

// The questions themselves, as the server wrote them `at` a moment of the device: one for each language.
export function keptPaper(name) {
  const key = `${name}:paper:${document.documentElement.lang}`
  return {
    get: () => read(sessionStorage, key).html,
    put(html) { keep(sessionStorage, key, { html, at: Date.now() }) },   // no room: no going on without a network
  }
}

// The same where only the attempt is known, because the screen came from the device.
export function paperOf(attempt) {
  const own = new RegExp(`^quiz-answers:\\d+:${attempt}:paper:${document.documentElement.lang}$`)
  try {
    const key = Object.keys(sessionStorage).find((name) => own.test(name))
    return key && read(sessionStorage, key)
  } catch { return null }
}

export function forgetAll(name) {
  drop(name)
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(`${name}:`)) sessionStorage.removeItem(key)
    for (const key of Object.keys(localStorage)) if (key.startsWith("quiz-answers:") && isOld(key)) drop(key)
  } catch { /* a browser that keeps nothing has nothing to forget */ }
}

function isOld(name) {
  return Object.values(read(localStorage, name)).every(({ given }) => Date.now() - given > LONGEST_KEPT)
}

function read(storage, name) {
  try { return JSON.parse(storage.getItem(name)) ?? {} } catch { return {} }
}

function keep(storage, name, value) {
  try { storage.setItem(name, JSON.stringify(value)) } catch { /* still sent; only a closed tab would lose it */ }
}

function drop(name) {
  try { localStorage.removeItem(name) } catch { /* nothing was kept */ }
}
