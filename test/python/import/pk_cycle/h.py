from pk_cycle.g import z
