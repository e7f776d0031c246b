lines = ['%s;%d' % ('a country name', i % 3) for i in range(1000)]
countries = [line.split(';')[0] for line in lines]
