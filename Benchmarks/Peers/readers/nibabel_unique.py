"""nibabel and np.unique, as most scripts call it: a line a label: label, voxels.

np.unique flattens in C order; a NIfTI file lies in Fortran order, so this copies it crosswise.
"""

import sys

import nibabel
import numpy

data = numpy.asanyarray(nibabel.load(sys.argv[1]).dataobj)
for label, count in zip(*numpy.unique(data, return_counts=True)):
    print(int(label), count)
