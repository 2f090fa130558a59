// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick

QtObject {
    readonly property Window window: Window {
        visible: instance.primary
    }
    readonly property SingleInstance single: SingleInstance {
        id: instance
        applicationId: Qt.application.arguments[1]
        scope: SingleInstance.Machine
        access: Access.everyone
        onRequestReceived: (request) => request.reply(instance.access.kind === Access.Everyone ? 7 : 8)
    }
    Component.onCompleted: {
        if (instance.secondary)
            Qt.exit(instance.forward())
    }
}
