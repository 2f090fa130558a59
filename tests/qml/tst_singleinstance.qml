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
        id: watched
        SingleInstance {
            property var changes: []
            onRoleChanged: changes.push("role")
            onErrorChanged: changes.push("error")
        }
    }

    function make(component, properties) { return createTemporaryObject(component, test, properties) }

    function test_changes_areNotifiedOnce() {
        const first = make(watched, { applicationId: test.applicationId + "-2" })
        verify(first.primary)
        compare(first.role, SingleInstance.Primary)
        compare(first.changes, ["role"])
        compare(first.forward(), 1) // refused: the primary cannot forward
        compare(first.error.code, ErrorCode.InvalidOperation)
        first.forward()
        compare(first.changes, ["role", "error"])
        first.release()
        compare(first.role, SingleInstance.Undecided)
    }

    function test_secondInstanceOfAProcess_cannotForward() {
        const first = make(instance, { applicationId: test.applicationId })
        verify(first.primary, first.error.message)
        const second = make(instance, { applicationId: test.applicationId, failureCode: 9 })
        verify(second.secondary)
        verify(!second.primary)
        compare(second.forward(), 9) // refused: the primary is in the same process
        compare(second.error.code, ErrorCode.InvalidOperation)
        compare(second.forward(0), 9)
        compare(second.takeOver(SingleInstance.EndAlways, 100), false)
        compare(second.error.code, ErrorCode.InvalidOperation)
        verify(!second.acknowledged)
    }

    function test_decidedRole_locksTheSettings() {
        const first = make(watched, { applicationId: test.applicationId + "-3", scope: SingleInstance.Session })
        verify(first.primary, first.error.message)
        first.applicationId = "other"
        compare(first.error.code, ErrorCode.InvalidOperation)
        first.scope = SingleInstance.User
        first.timeout = 1
        first.access = Access.everyone
        compare(first.applicationId, test.applicationId + "-3")
        compare(first.scope, SingleInstance.Session)
        compare(first.timeout, 5000)
        compare(first.access.kind, Access.User)
        compare(first.changes, ["role", "error"])
    }

    function test_scopes_haveSeparateNames() {
        const properties = { applicationId: test.applicationId + "-4" }
        for (const scope of [SingleInstance.User, SingleInstance.Session, SingleInstance.Machine]) {
            properties.scope = scope
            const one = make(instance, properties)
            verify(one.primary || one.error.code === ErrorCode.Unsupported, one.error.message)
        }
    }

    function test_withoutApplicationId_isAnError() {
        const nameless = make(instance, {})
        compare(nameless.role, SingleInstance.Undecided)
        compare(nameless.error.code, ErrorCode.InvalidName)
        compare(nameless.forward(), 1)
    }

    function test_invalidPayload_isRefused() {
        const first = make(instance, { applicationId: test.applicationId + "-5", payload: "text" })
        verify(!first.error.isError)
        first.payload = { key: 1 }
        compare(first.error.code, ErrorCode.InvalidOperation)
        compare(first.payload, "text")
        first.payload = new Uint8Array([1])
        compare(new Uint8Array(first.payload)[0], 1)
    }
}
