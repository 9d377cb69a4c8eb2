// One store for all modules of a page, also where the browser keeps nothing.
import { openStore } from "./store.js"

let opened
export const theStore = () => (opened ??= openStore())
