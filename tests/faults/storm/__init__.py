"""A storm: everything breaks while people talk, and somebody outside remembers what was promised.

world      the servers, kept alive by a keeper; database, disk, post office and proxy are theirs
weather    the kinds of faults, dealt by a seed; rude clients among them
load       who talks
oracle     who remembers and compares
recovery   how long until all is well again
storm      one storm, and its report
"""
