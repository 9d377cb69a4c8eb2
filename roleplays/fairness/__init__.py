"""How far scores can be trusted: agreement of assessors, their severity, and where a pass mark belongs.

Pure arithmetic: no database, no clock. A table of ratings is a sequence of rows, one for each performance, with a
column for each assessor; `None` where an assessor did not see a performance. A figure is `None` where it is not
defined.
"""
