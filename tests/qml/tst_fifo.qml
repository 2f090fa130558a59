// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtTest

TestCase {
    id: test
    name: "Fifo"

    readonly property string path: "/tmp/qml-" + Date.now() + "-" + Math.floor(Math.random() * 1e9)
    property var lines: []

    Fifo {
        id: reader
        path: test.path
        createIfMissing: true
        onReceived: (line) => test.lines.push(line)
    }

    Fifo {
        id: writer
        path: test.path
        writes: true
    }

    function test_lines() {
        reader.active = true
        tryVerify(() => reader.connected)
        for (let round = 0; round < 2; ++round) { // one writer after the other
            writer.active = true
            tryVerify(() => writer.connected)
            verify(writer.send("line " + round))
            writer.active = false
            tryCompare(test.lines, "length", round + 1)
        }
        compare(lines, ["line 0", "line 1"])
        reader.active = false
        // The owner has removed the FIFO that it created.
        const late = createTemporaryQmlObject("import QtInterprocess; Fifo {}", test)
        late.path = test.path
        late.active = true
        tryCompare(late, "active", false)
        compare(late.error.code, ErrorCode.NotFound)
    }
}
