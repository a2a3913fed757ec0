"""Who controls what towards whom, since when, until when: the control register and what follows from it.

======== =======================================================================================================
entry    one dated entry: what stands in the file, and what has to be right before it is believed
register folders of entries, read and checked as a whole, each error with file and line
scope    whether an entry concerns these goods and this target
force    whether an entry is in force on a day, as known on another: yes, no, or not established
law      the answer to a question of law
======== =======================================================================================================
"""
