# Lines indented with tabs, and long blanks.
def f(x):
	if x:
		return   x . nothing   +   1
f ( 5 )
