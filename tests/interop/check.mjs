// Other people's libraries check what `made/` holds: see README.md. Nothing is fetched; documents come from the folder.
import { readFileSync } from "node:fs"
import assert from "node:assert/strict"
import { DataIntegrityProof } from "@digitalbazaar/data-integrity"
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite"
import * as vc from "@digitalbazaar/vc"
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list"
import { createLocalJWKSet, jwtVerify } from "jose"

const read = (name) => readFileSync(new URL(`made/${name}`, import.meta.url), "utf8")
const json = (name) => JSON.parse(read(name))
const contexts = new URL("../../certificates/badges/contexts/", import.meta.url)
const context = (name) => JSON.parse(readFileSync(new URL(name, contexts), "utf8"))

const did = json("did.json")
const credential = json("credential.json")
const lists = { plain: json("status.json"), revoked: json("status-revoked.json") }
const multikey = { "@context": { "@vocab": "https://w3id.org/security#" } }

function loader(list) {
  const documents = new Map([
    ["https://www.w3.org/ns/credentials/v2", context("credentials-v2.json")],
    ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", context("open-badges-3.0.3.json")],
    ["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", context("open-badges-extensions.json")],
    ["https://www.w3.org/ns/did/v1", multikey],
    ["https://w3id.org/security/multikey/v1", multikey],
    ["https://w3id.org/security/jwk/v1", multikey],
    [did.id, did],
    [credential.credentialStatus.statusListCredential, list],
    ...did.verificationMethod.map((method) => [method.id, { "@context": "https://w3id.org/security/multikey/v1", ...method }]),
  ])
  return async (url) => {
    if (!documents.has(url)) throw new Error(`not to be fetched: ${url}`)
    return { contextUrl: null, documentUrl: url, document: documents.get(url) }
  }
}

const suite = () => new DataIntegrityProof({ cryptosuite })
const verify = (what, list) => vc.verifyCredential({
  credential: what, suite: suite(), documentLoader: loader(list), checkStatus: (options) => checkStatus({ ...options, verifyBitstringStatusListCredential: true }),
})

const results = []
async function check(name, run) {
  try { await run(); results.push(["ok", name]) } catch (error) { results.push(["NOT OK", `${name}: ${error.message}`]) }
}

await check("@digitalbazaar/vc accepts the embedded proof and the status list's", async () => {
  const result = await verify(credential, lists.plain)
  assert.equal(result.verified, true, JSON.stringify(result.error?.errors?.map((e) => e.message) ?? result.error?.message ?? result.statusResult))
})
// That library reports the bit, and leaves the judgement to whoever asks.
const bit = async (list) => (await verify(credential, list)).statusResult.results[0].status
await check("@digitalbazaar/vc-bitstring-status-list reads the bit of a revoked one", async () => {
  assert.deepEqual([await bit(lists.plain), await bit(lists.revoked)], [false, true])
})
await check("@digitalbazaar/vc refuses a changed one", async () => {
  const changed = structuredClone(credential)
  changed.credentialSubject.achievement.name = "Master"
  assert.equal((await verify(changed, lists.plain)).verified, false)
})
await check("@digitalbazaar/vc refuses a member that is not signed", async () => {
  assert.equal((await verify({ ...credential, grade: "A" }, lists.plain)).verified, false)
})

const keys = createLocalJWKSet(json("jwks.json"))
const token = read("credential.jwt").trim()
await check("jose accepts the token with the key set", async () => {
  const { payload } = await jwtVerify(token, keys, { algorithms: ["RS256"], issuer: did.id })
  assert.equal(payload.jti, credential.id)
})
await check("jose refuses a changed token", () => assert.rejects(jwtVerify(token.replace(/\.(.)/, (_, c) => `.${c === "a" ? "b" : "a"}`), keys)))
await check("jose accepts the status list's token", () => jwtVerify(read("status.jwt").trim(), keys, { algorithms: ["RS256"] }))

for (const [state, name] of results) console.log(`${state.padEnd(7)}${name}`)
process.exit(results.every(([state]) => state === "ok") ? 0 : 1)
