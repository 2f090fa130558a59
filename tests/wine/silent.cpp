// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Prints nothing and succeeds, like a test that Wine could not start or that crashed unnoticed.
int main()
{
    return 0;
}
