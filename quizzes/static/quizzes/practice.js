import "./digits.js"
import "./hotspot.js"
import "./pairing.js"
