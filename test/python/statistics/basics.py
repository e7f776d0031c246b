# statistics over ints, floats, Fractions, Decimals.
import statistics as s
from fractions import Fraction as F
from decimal import Decimal as D
d = [1, 5, 2, 2, 8]
print(s.mean(d), s.mean([1, 2]), s.mean([F(1, 2), F(1, 3)]), s.mean([D('1.5'), D('2')]), s.fmean(d), s.fmean([1, 2], weights=[3, 1]), s.median(d), s.median([1, 2, 3, 4]), s.median_low([1, 2, 3, 4]), s.median_high([1, 2, 3, 4]), s.median_grouped([1, 2, 2, 3], 1), s.mode(d), s.mode('aabb'), s.multimode('aabbc'), s.multimode([]), s.geometric_mean([1, 4, 16]), s.harmonic_mean([40, 60]), s.harmonic_mean([1, 2], weights=[1, 3]))
print(s.variance(d), s.pvariance(d), s.stdev(d), s.pstdev(d), s.variance([F(1), F(2)]), s.pvariance([D(1), D(4)]), s.quantiles(d), s.quantiles(range(1, 101), n=10, method='inclusive'), s.covariance([1, 2, 3], [1, 5, 7]), s.correlation([1, 2, 3], [3, 2, 1]), s.correlation([1, 2, 9], [1, 4, 5], method='ranked'), s.linear_regression([1, 2, 3], [2, 4, 6.5]), s.stdev([1.5, 2.5]), s.mean([True, False]))
n = s.NormalDist(100, 15); print(n, n.cdf(115), n.pdf(100), n.inv_cdf(.975), n.quantiles(4), n.zscore(130), n + 5, n * 2, n + n, -n, n.overlap(s.NormalDist(110, 15)), s.NormalDist.from_samples([1, 2, 3]), n == s.NormalDist(100, 15), n.mean, n.variance)
for f in (lambda: s.mean([]), lambda: s.median([]), lambda: s.mode([]), lambda: s.variance([1]), lambda: s.stdev([]), lambda: s.pvariance([]), lambda: s.mean(['a']), lambda: s.mean([1, D(2)]), lambda: s.geometric_mean([0]), lambda: s.geometric_mean([-1]), lambda: s.harmonic_mean([-1]), lambda: s.harmonic_mean([0, 1]), lambda: s.quantiles([1], n=4), lambda: s.quantiles([], n=4), lambda: s.quantiles([1, 2], n=0), lambda: s.quantiles([1, 2], method='x'), lambda: s.correlation([1], [1]), lambda: s.correlation([1, 1], [1, 2]), lambda: s.covariance([1, 2], [1]), lambda: s.NormalDist(0, -1), lambda: n.inv_cdf(2), lambda: s.fmean([]), lambda: s.fmean([1], weights=[0]), lambda: s.mean(5), lambda: s.mean([float('nan'), 1]), lambda: s.median(['b', 'a', 'c'])):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
