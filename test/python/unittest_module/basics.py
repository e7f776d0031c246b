# unittest: results, assertions and their messages, skips, subtests, fixtures.
import unittest, io
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print('setUpClass')
    def setUp(self): print('setUp', self._testMethodName); self.addCleanup(print, 'cleanup')
    def tearDown(self): print('tearDown')
    def test_pass(self): self.assertEqual(1, 1); self.assertTrue(1); self.assertIn(1, [1]); self.assertIsNone(None); self.assertAlmostEqual(0.1 + 0.2, 0.3)
    def test_fail(self): self.assertEqual({'a': 1, 'b': [1, 2]}, {'a': 1, 'b': [1, 3]}, 'extra message')
    def test_error(self): {}['k']
    @unittest.skip('why')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail()
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaises(ValueError) as c: raise ValueError('x')
        self.assertEqual(str(c.exception), 'x')
        with self.assertRaisesRegex(KeyError, 'k'): {}['k']
s = unittest.defaultTestLoader.loadTestsFromTestCase(T); r = unittest.TestResult(); s.run(r); print(r.testsRun, len(r.failures), len(r.errors), len(r.skipped), len(r.expectedFailures), r.wasSuccessful(), [str(x) for x, _ in r.failures], r.skipped[0][1])
c = T('test_pass')
for f in (lambda: c.assertEqual(1, 2), lambda: c.assertEqual('abc', 'abd'), lambda: c.assertEqual([1, 2], [1, 3]), lambda: c.assertEqual((1,), (2,)), lambda: c.assertEqual({1}, {2}), lambda: c.assertEqual('a\nb', 'a\nc'), lambda: c.assertTrue(0), lambda: c.assertFalse(1), lambda: c.assertIs(1, 2), lambda: c.assertIn(1, [2]), lambda: c.assertNotIn(1, [1]), lambda: c.assertIsInstance(1, str), lambda: c.assertGreater(1, 2), lambda: c.assertAlmostEqual(1, 1.1), lambda: c.assertRegex('a', 'b'), lambda: c.assertIsNone(1), lambda: c.assertCountEqual([1, 2], [2, 3]), lambda: c.assertRaises(ValueError, len, []), lambda: c.fail('msg'), lambda: c.assertDictEqual({}, {1: 1}), lambda: c.assertEqual(1, 2, 'my msg'), lambda: c.assertRaises(5), lambda: c.assertLess('b', 'a'), lambda: c.assertListEqual([], ())):
    try: f(); print('no failure')
    except Exception as e: print(type(e).__name__, e)
