"""Questions in the formats of other systems: bytes on one side, plain items on the other, no database between."""
