import pk_cycle.h
z = 1
