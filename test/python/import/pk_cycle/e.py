import pk_cycle.f
y = 1
