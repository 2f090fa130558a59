// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmltermination.h"

namespace QtInterprocess {

static_assert(QmlTermination::NotRequested == int(Termination::Reason::NotRequested)
              && QmlTermination::Interrupt == int(Termination::Reason::Interrupt)
              && QmlTermination::Terminate == int(Termination::Reason::Terminate)
              && QmlTermination::HangUp == int(Termination::Reason::HangUp)
              && QmlTermination::Quit == int(Termination::Reason::Quit)
              && QmlTermination::LogOff == int(Termination::Reason::LogOff)
              && QmlTermination::Shutdown == int(Termination::Reason::Shutdown));

QmlTermination::QmlTermination(QObject *parent) : QObject(parent), m_termination(this)
{
    connect(&m_termination, &Termination::reasonChanged, this, &QmlTermination::reasonChanged);
    connect(&m_termination, &Termination::requested, this,
            [this](Termination::Reason reason) { Q_EMIT requested(Reason(reason)); });
}

void QmlTermination::setQuitsApplication(bool on)
{
    if (quitsApplication() == on)
        return;
    m_termination.setQuitsApplication(on);
    Q_EMIT quitsApplicationChanged();
}

void QmlTermination::setSecondInterruptEnds(bool on)
{
    if (secondInterruptEnds() == on)
        return;
    m_termination.setSecondInterruptEnds(on);
    Q_EMIT secondInterruptEndsChanged();
}

bool QmlTermination::isReasonHandled(Reason reason) const
{
    return m_termination.isReasonHandled(Termination::Reason(reason));
}

void QmlTermination::setReasonHandled(Reason reason, bool on)
{
    m_termination.setReasonHandled(Termination::Reason(reason), on);
}

} // namespace QtInterprocess
