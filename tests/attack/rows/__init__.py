# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The attacks by topic. Importing this package registers all of them."""

from . import bounds, names, outcomes, places  # noqa: F401
