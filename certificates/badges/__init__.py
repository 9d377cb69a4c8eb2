"""Open Badges 3.0: the credential that says the same as the certificate's paper, for machines and wallets.

`credential` says what stands in it, `proofs` signs and checks it, `status` is the list of those no longer in force,
`checking` says what is wrong with one that somebody brings. They know no database and no network. `issuing` brings them
together with the rows and with the installation's keys.
"""
