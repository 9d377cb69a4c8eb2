"""The auditor's pack of a dealership: made in the background, signed, and verified without us.

`container` is a ZIP of which every byte follows from its contents, `seal` the signature over the list of hashes,
`checking` says what is wrong with a pack and in which record; these three know no database.
"""
