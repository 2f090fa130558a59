// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtTest

TestCase {
    id: test
    name: "SingleInstance"

    readonly property string applicationId: "org.example.qml-" + Date.now() + "-" + Math.floor(Math.random() * 1e9)

    Component {
        id: instance
        SingleInstance { }
    }

    Component {
        id: another
        SingleInstance {
            property int secondaries: 0
            onSecondary: ++secondaries
        }
    }

    function test_changesAreTold() {
        const first = createTemporaryQmlObject("import QtInterprocess; SingleInstance { property int roles: 0; property int errors: 0;"
            + "onPrimaryChanged: ++roles; onErrorChanged: ++errors; applicationId: '" + test.applicationId + "-2' }", test)
        verify(first.primary)
        compare(first.roles, 1)
        compare(first.errors, 0)
        compare(first.forward(), 1) // it is no secondary
        compare(first.errors, 1)
        compare(first.error.code, ErrorCode.InvalidOperation)
        first.forward()
        compare(first.errors, 1)
    }

    function test_roles() {
        const first = createTemporaryObject(instance, test, { applicationId: test.applicationId })
        verify(first.primary, first.error.message)
        const second = createTemporaryObject(another, test, { applicationId: test.applicationId })
        verify(!second.primary)
        compare(second.secondaries, 1)
        compare(second.forward(), 1) // to its own process: that is refused
        compare(second.error.code, ErrorCode.InvalidOperation)
    }
}
