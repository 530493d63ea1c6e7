/* Debian puts znzlib.h under <nifti/>; nifti2_io.h asks for <znzlib.h>. */
#pragma once
#include <nifti/znzlib.h>
