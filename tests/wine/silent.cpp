// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Says nothing and succeeds, as a test may seem to that Wine could not start or that has crashed.
int main()
{
    return 0;
}
