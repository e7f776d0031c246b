import sys

countries = []
for i in range(1000):
    line = '%s;%d' % ('a country name', i % 3)
    countries.append(sys.intern(line.split(';')[0]))
